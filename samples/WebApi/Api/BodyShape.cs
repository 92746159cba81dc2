namespace RnnToolkit.WebApi.Api;

/// <summary>An example of an endpoint's JSON body, shown to clients that send another one.</summary>
sealed record BodyShape(string Json);
