using RnnToolkit.Bundle;
using RnnToolkit.WebApi;
using RnnToolkit.WebApi.Models;

try
{
    await using var app = ScoringApp.Build(args);
    await app.RunAsync();
    return 0;
}
catch (ModelsNotFoundException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
catch (BundleFormatException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}
