namespace Bulletin.Api.Contract;

/// <summary>What a text is written as, as JSON Schema calls it. For the API reference: a validator checks the text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class FormatAttribute(string name) : Attribute
{
    public const string Uuid = "uuid", DateTime = "date-time", Email = "email", Uri = "uri", RelativeUri = "uri-reference";

    public string Name { get; } = name;
}
