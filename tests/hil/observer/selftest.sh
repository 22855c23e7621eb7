#!/usr/bin/env bash
# Does the judge object to wrong sequences, and only to those? Each file in right/ must pass the rules named in its
# first line, each in wrong/ must be refused by the rule named there, with the words named there.
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
status=0
for file in right/*.lines wrong/*.lines; do
  for rule in $(sed -n 's/^# rule: //p' "$file"); do
    said=$(awk -f judge.awk -v "rule=$rule" -v bound_ms=3150 "$file" 2>&1)
    verdict=$?
    words=$(sed -n 's/^# says: //p' "$file")
    case $file in
      right/*) expected=0 ;;
      *) expected=1 ;;
    esac
    if [ $verdict -ne $expected ] || { [ $expected = 1 ] && [[ $said != *"$words"* ]]; }; then
      echo "FAIL $file, rule $rule: ended with $verdict and said: $said"
      status=1
    else
      echo "ok   $file, rule $rule: $said"
    fi
  done
done
exit $status
