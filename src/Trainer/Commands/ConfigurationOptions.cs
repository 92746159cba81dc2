using System.Collections;
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The options with which a command line chooses and changes a configuration.</summary>
sealed class ConfigurationOptions
{
    readonly Option<string?> _preset = new("--preset")
    {
        Description = $"A configuration that is part of the program: {string.Join(", ", Presets.Names)}. Default: sample for the sample, paper for other data.",
    };

    readonly Option<FileInfo?> _config = new("--config") { Description = "A JSON file with the keys of configs/paper.json; what it leaves out is the preset's." };

    readonly Option<int?> _seed = new("--seed") { Description = "Feeds every generator; the same seed gives the same files." };

    readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training texts." };

    readonly Option<string[]> _set = new("--set")
    {
        Description = "Any key of the configuration, such as --set training.batchSize=32; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _preset, _config, _seed, _epochs, _set })
        {
            command.Add(option);
        }
    }

    /// <summary>Lays defaults, preset, file, environment and options over each other.</summary>
    /// <exception cref="OptionsValidationException">The result is not valid; carries every problem.</exception>
    public TrainerConfig Build(ParseResult parsed, string defaultPreset)
    {
        var preset = parsed.GetValue(_preset) ?? defaultPreset;
        if (!Presets.Names.Contains(preset))
        {
            throw Invalid($"--preset: found \"{preset}\", expected one of {string.Join(", ", Presets.Names)}");
        }

        var layers = new ConfigurationLayers().AddJson(Presets.Read(preset), preset);
        if (parsed.GetValue(_config) is { } file)
        {
            layers.AddJson(ReadConfig(file), file.ToString());
        }

        layers.AddVariables(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? "")));
        foreach (var (option, key) in new[] { (_seed, "training.seed"), (_epochs, "training.epochs") })
        {
            if (parsed.GetValue(option) is { } value)
            {
                layers.AddSetting(key, value.ToString(CultureInfo.InvariantCulture), option.Name);
            }
        }

        foreach (var setting in parsed.GetValue(_set) ?? [])
        {
            if (setting.Split('=', 2) is not [var key, var value])
            {
                throw Invalid($"--set: found \"{setting}\", expected key=value");
            }

            layers.AddSetting(key, value, "--set");
        }

        return layers.Build();
    }

    static string ReadConfig(FileInfo file)
    {
        const int MaxBytes = 1 << 20;
        if (!file.Exists)
        {
            throw Invalid($"--config: {file}: found no such file, expected a JSON file");
        }

        return file.Length <= MaxBytes
            ? File.ReadAllText(file.FullName)
            : throw Invalid($"--config: {file}: found {file.Length} bytes, expected at most {MaxBytes}");
    }

    static OptionsValidationException Invalid(string problem) => new(nameof(TrainerConfig), typeof(TrainerConfig), [problem]);
}
