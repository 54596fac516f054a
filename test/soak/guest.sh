# What run.ts runs in the guest: the soak, with the garbage collector at hand so that only what is kept is measured. And with one size of V8's
# young generation, which it lets grow to 48 MiB else as it sees garbage, whatever is kept, and does not give back.
node --expose-gc --min-semi-space-size=1 --max-semi-space-size=1 "$1" "$2"
