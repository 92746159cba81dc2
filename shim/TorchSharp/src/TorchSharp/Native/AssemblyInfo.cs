using System.Runtime.CompilerServices;

// Every signature in NativeMethods is blittable as it stands: no marshalling stubs at run time.
[assembly: DisableRuntimeMarshalling]
