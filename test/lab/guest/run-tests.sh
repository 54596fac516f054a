# Runs the kernel tests; what they say goes to the screen and, as JSON, to the results.
export KERNEL=$LAB_KERNEL
node node_modules/vitest/vitest.mjs run --config test/lab/vitest.config.ts --configLoader runner --reporter=default --reporter=json \
  --outputFile.json="$LAB_RESULTS/vitest.json" "$@"
