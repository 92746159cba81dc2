using System.Text.Json.Serialization;

namespace RnnToolkit.DataCheck;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Training refuses these data, or a result on them is not what it claims to be.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>It probably costs accuracy, or makes a result look better than it is.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Worth knowing; nothing need be done.</summary>
    [JsonStringEnumMemberName("note")]
    Note,
}
