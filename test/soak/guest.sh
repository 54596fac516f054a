# What run.ts runs in the guest: the soak, with the garbage collector at hand so that only what is kept is measured.
node --expose-gc "$1" "$2"
