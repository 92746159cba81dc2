#!/usr/bin/env dotnet
// The one build of this repository, for people and for CI: `dotnet run build.cs` lists its commands. The code is in eng/Tooling.

// Without this the first restore asks for Native AOT's runtime pack, which some package sources lack.
#:property PublishAot=false
#:project eng/Tooling/Tooling.csproj

using RnnToolkit.Tooling;
using RnnToolkit.Tooling.Commands;

return Cli.Run(args,
[
    new("setup", "install and make what this machine lacks, and put the three programs into bin/", BuildCommands.Setup),
    new("build", "setup, then build everything, tests included", BuildCommands.Build),
    new("test", "setup and build, then run every test, or those that a 'dotnet test' filter behind it selects", BuildCommands.Test),
    new("demo", "setup, then train the six models on the sample, export them, score the test part and compare", BuildCommands.Demo),
    new("format", "check that every source file is formatted as .editorconfig says", BuildCommands.Format),
    new("pack", "pack the libraries for other projects and the programs as .NET tools, into artifacts/packages", BuildCommands.Pack),
    new("trimmed", "publish samples/TrimmedApp as one file without .NET or unused code, and score with it", BuildCommands.Trimmed),
    new("clean", "remove all that this build has made; runs/ and models/ stay", BuildCommands.Clean),
]);
