// libtorch has one default generator a process: tests that seed it must not run beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
