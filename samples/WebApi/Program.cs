using RnnToolkit.Bundle;
using RnnToolkit.Inference.Hosting;
using RnnToolkit.WebApi;

try
{
    await using var app = ScoringApp.Build(args);
    _ = app.Services.GetRequiredService<TextClassifierCatalog>(); // loads the models; the host would log a failure with its stack
    await app.RunAsync();
    return 0;
}
catch (DirectoryNotFoundException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}; make some with `dotnet run build.cs demo`, or name their directory with --Models");
    return 1;
}
catch (BundleFormatException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}
