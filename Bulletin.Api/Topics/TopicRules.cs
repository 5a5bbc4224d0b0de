using Bulletin.Api.Http;

namespace Bulletin.Api.Topics;

/// <summary>What a topic's texts may be. Lengths are in characters: Unicode scalar values.</summary>
public static class TopicRules
{
    public const int MaxName = 128;
    public const int MaxDescription = 1000;

    /// <summary>They show text in another order than it has.</summary>
    private const string Overrides = "\u202d\u202e";

    /// <summary>White space around it is cut off, since nobody sees it.</summary>
    public static string Name(string? text, Fields fields)
    {
        var name = text?.Trim() ?? "";
        _ = fields.Require(text is not null, "name", "Is required.") && fields.RequireName(name, "name", MaxName);
        return name;
    }

    /// <summary>Any text, over several lines if need be; a blank one is none.</summary>
    public static string Description(string? text, Fields fields)
    {
        var description = text?.Trim() ?? "";
        _ = fields.RequireText(description, "description", 0, MaxDescription)
            && fields.Require(!description.AsSpan().ContainsAny(Overrides), "description", "Must not contain directional overrides.");
        return description;
    }

    /// <summary>What a list of topics is searched for; null when nothing is.</summary>
    public static string? Query(string? text, Fields fields)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var query = text.Trim();
        fields.RequireText(query, "query", 1, MaxName);
        return query;
    }
}
