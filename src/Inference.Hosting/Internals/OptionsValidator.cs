using Microsoft.Extensions.Options;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Reports every problem of the options at once, when the host starts.</summary>
sealed class OptionsValidator<T>(string name, Func<T, IEnumerable<string>> validate) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? optionsName, T options)
    {
        if (optionsName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = validate(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
