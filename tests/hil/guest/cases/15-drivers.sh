# The tests of SafeBms.Devices that need real drivers (trait Needs=Rig)
# limit: 180 s; short

while read -r verdict rest; do
  case $verdict in
    ok) ok "$rest" ;;
    FAIL) not_ok "$rest" ;;
    *) echo "$verdict $rest" ;;
  esac
done < <(SAFEBMS_RIG=1 "$RIG_RUNNER/rig-runner" "$RIG_TESTS/SafeBms.Devices.Tests.dll" 2>&1; echo "ended with $?")
check "there were such tests" grep -q "ok   $case_name: " /rig/results
