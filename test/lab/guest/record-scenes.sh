# Records the scenes named, one after the other; each one's exit code goes to its folder.
failed=0
for name in "$@"; do
  echo "scene $name"
  mkdir -p "$LAB_RESULTS/$name"
  timeout 240 scene --record "$LAB_RESULTS/$name" "$name" 2>&1 | sed 's/^/  /'
  code=${PIPESTATUS[0]}
  echo "$code" >"$LAB_RESULTS/$name/.code"
  [ "$code" = 0 ] || [ "$code" = 77 ] || failed=1
done
exit $failed
