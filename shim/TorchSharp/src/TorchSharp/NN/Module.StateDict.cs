namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Parameters, then persistent buffers, by name; a parameter that a module registers twice has its first name only. The tensors
            /// are the live ones, not copies.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Key(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";

                foreach (var (name, parameter) in named_parameters())
                {
                    destination.TryAdd(Key(name), parameter);
                }
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Key(name), buffer);
                }

                // What two modules share is listed under the name that it has in each of them.
                foreach (var (name, module) in _internalSubmodules)
                {
                    module.state_dict(destination, Key(name));
                }
                return destination;
            }

            /// <summary>Copies values by name into this module; <paramref name="strict"/> demands the same names.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                var skipped = skip?.ToHashSet() ?? [];
                List<string> missing = [.. destination.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key))];
                List<string> unexpected = [.. source.Keys.Where(key => !destination.ContainsKey(key) && !skipped.Contains(key))];
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary: "
                        + $"missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }

                using var _ = no_grad();
                foreach (var (key, target) in destination)
                {
                    if (skipped.Contains(key) || !source.TryGetValue(key, out var value))
                    {
                        continue;
                    }
                    if (!value.shape.AsSpan().SequenceEqual(target.shape))
                    {
                        throw new ArgumentException($"{key}: expected {target}, found {value}.", nameof(source));
                    }
                    target.copy_(value);
                }
                return (missing, unexpected);
            }
        }
    }
}
