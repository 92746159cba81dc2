#!/usr/bin/env dotnet
// The one build of this repository, for people and for CI: `dotnet run build.cs` lists its commands. The code is in eng/Tooling.

// Without this the first restore asks for Native AOT's runtime pack, which some package sources lack.
#:property PublishAot=false
#:project eng/Tooling/Tooling.csproj

return RnnToolkit.Tooling.Cli.Run(args);
