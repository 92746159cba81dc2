#!/usr/bin/env dotnet
// The one build of this repository, for people and for CI: `dotnet run build.cs` lists its commands. The code is in eng/Tooling.

// Without this the first restore asks for Native AOT's runtime pack, which some package sources lack.
#:property PublishAot=false
#:project eng/Tooling/Tooling.csproj

using RnnToolkit.Tooling;
using RnnToolkit.Tooling.Commands;

return Cli.Run(args,
[
    new("demo", "train the six models on the bundled sample, export them, score the test set and compare; start here", BuildCommands.Demo),
    new("setup", "install what this machine lacks and publish the three programs to bin/", BuildCommands.Setup),
    new("build", "build everything, tests included, and publish the three programs to bin/", BuildCommands.Build),
    new("test", "build everything and run all tests; 'test <filter>' runs those that match a 'dotnet test' filter", BuildCommands.Test),
    new("soak", "run all tests 20 times ('soak <n>': n times), every second time beside busy loops; fail if any run fails", BuildCommands.Soak),
    new("format", "check that all source files follow .editorconfig", BuildCommands.Format),
    new("pack", "pack the libraries, and the programs as .NET tools, into artifacts/packages", BuildCommands.Pack),
    new("trimmed", "publish samples/TrimmedApp as a trimmed, self-contained file and score with it", BuildCommands.Trimmed),
    new("clean", "remove everything that this build made; runs/ and models/ are kept", BuildCommands.Clean),
]);
