using System.Collections;
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The options of a command line that choose and change a configuration.</summary>
sealed class ConfigurationOptions
{
    readonly Option<string?> _preset = new("--preset")
    {
        Description = $"A built-in configuration: {string.Join(", ", Presets.Names)}. Default: sample for the bundled sample, paper for aclImdb folders and archives, general for other data.",
    };

    readonly Option<FileInfo?> _config = new("--config") { Description = "A JSON file with keys of configs/paper.json; keys that it leaves out keep the values of the preset." };

    readonly Option<int?> _seed = new("--seed") { Description = "Seeds all random generators; the same seed gives the same files." };

    readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training texts." };

    readonly Option<string?> _vectors = new("--vectors")
    {
        Description = "A file of word vectors from which the embedding starts: word2vec (text or binary) or GloVe, also .gz. Their width is model.embeddingSize.",
    };

    readonly Option<string[]> _set = new("--set")
    {
        Description = "Sets any key of the configuration, such as --set training.batchSize=32; can be repeated.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _preset, _config, _seed, _epochs, _vectors, _set })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether <c>--seed</c> was given.</summary>
    public bool HasSeed(ParseResult parsed) => parsed.GetValue(_seed) is not null;

    /// <summary>Merges defaults, preset, file, environment variables and options; a later one wins.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaultPreset">The preset without <c>--preset</c>.</param>
    /// <param name="model">Preprocessing and architecture in place of the preset's; null for the preset's.</param>
    /// <exception cref="OptionsValidationException">The result is not valid; carries every problem.</exception>
    public TrainerConfig Build(ParseResult parsed, string defaultPreset, TrainerConfig? model = null)
    {
        var preset = parsed.GetValue(_preset) ?? defaultPreset;
        if (!Presets.Names.Contains(preset))
        {
            throw Invalid($"--preset: found \"{preset}\", expected one of {string.Join(", ", Presets.Names)}");
        }

        var layers = new ConfigurationLayers().AddJson(Presets.Read(preset), preset);
        if (model is not null)
        {
            layers.AddModel(model);
        }

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

        if (parsed.GetValue(_vectors) is { } vectors)
        {
            layers.AddText("model.wordVectors", vectors, _vectors.Name);
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
