// A process that is being started holds, for a moment, copies of all descriptors, and with them the locks of files that
// another test has closed. Tests of real kernel objects share one process: they run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
