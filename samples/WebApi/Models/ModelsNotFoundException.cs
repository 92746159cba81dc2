namespace RnnToolkit.WebApi.Models;

/// <summary>There is no bundle to serve. The message is one line for the person who starts the app.</summary>
public sealed class ModelsNotFoundException(string path, string found)
    : Exception($"{path}: found {found}, expected exported bundles; make some with `dotnet run build.cs demo`, or name their directory with --Models");
