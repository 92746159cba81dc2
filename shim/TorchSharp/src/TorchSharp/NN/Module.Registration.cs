using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            // The order of registration is the order of the state dictionary.
            readonly OrderedDictionary<string, Parameter> _internalParameters = [];
            readonly OrderedDictionary<string, (Tensor Buffer, bool Persistent)> _internalBuffers = [];
            readonly OrderedDictionary<string, Module> _internalSubmodules = [];
            bool _componentsRegistered;

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!_internalParameters.TryAdd(name, param))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!_internalBuffers.TryAdd(name, (tensor, persistent)))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                ArgumentNullException.ThrowIfNull(submodule);
                if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"A module's name is not empty and has no dot, found '{name}'.", nameof(name));
                }
                submodule.RegisterComponents();
                if (!_internalSubmodules.TryAdd(name, submodule))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }
            }

            /// <summary>
            /// Registers the fields that hold modules, parameters and tensors, in order of declaration, under their
            /// names or those that <see cref="ComponentNameAttribute"/> gives. Call it at the end of the constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                {
                    return;
                }
                _componentsRegistered = true;
                foreach (var field in ComponentFields())
                {
                    var component = ComponentName(field);
                    if (IsRegistered(component))
                    {
                        continue;
                    }
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
            }

            FieldInfo[] ComponentFields() => GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);

            static string ComponentName(FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            bool IsRegistered(string component) =>
                _internalParameters.ContainsKey(component)
                || _internalBuffers.ContainsKey(component)
                || _internalSubmodules.ContainsKey(component);
        }
    }
}
