using System.Text.Json.Serialization;

namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Serialization without reflection.</summary>
[JsonSerializable(typeof(string))]
sealed partial class JsonContext : JsonSerializerContext;
