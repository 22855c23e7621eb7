# Runs the guard and keeps its exit code.
"$1" guard --config "$2" >>/rig/guard.txt 2>&1
echo $? > /run/rig/guard.exit
