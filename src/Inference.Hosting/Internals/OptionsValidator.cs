using Microsoft.Extensions.Options;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Reports every problem of the options at once, when the host starts.</summary>
sealed class OptionsValidator(string name) : IValidateOptions<SentimentScorerHostOptions>
{
    public ValidateOptionsResult Validate(string? optionsName, SentimentScorerHostOptions options)
    {
        if (optionsName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = options.Validate().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
