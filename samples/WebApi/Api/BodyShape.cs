namespace RnnToolkit.WebApi.Api;

/// <summary>What the JSON body of an endpoint looks like, for the answer to a body that does not.</summary>
sealed record BodyShape(string Json);
