# What run.ts runs in the guest: the soak, with the garbage collector at hand so that only what is kept is measured. What else grows is kept out of it:
# V8's young generation has one size (it grows to 48 MiB else as it sees garbage, whatever is kept, and is not given back), the old one no free places
# between what it keeps, malloc one arena (each thread's grows to the most that it ever needed), and nothing is compiled to machine code, because
# in half an hour there is always something that has just run often enough.
MALLOC_ARENA_MAX=1 node --expose-gc --min-semi-space-size=1 --max-semi-space-size=1 --compact-on-every-full-gc --no-opt --no-sparkplug "$1" "$2"
