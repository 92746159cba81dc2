// libtorch has one default generator a process: tests that seed it must not run in parallel.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
