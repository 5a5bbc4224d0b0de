using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Topics;

/// <summary>The rules for a topic's texts. Lengths are in characters (Unicode scalar values).</summary>
public static class TopicValidation
{
    public const int MaxName = 128;
    public const int MaxDescription = 1000;

    /// <summary>They display text in a different order.</summary>
    private const string Overrides = "\u202d\u202e";

    /// <summary>Surrounding white space is removed, since it is invisible.</summary>
    public static string Name(string? text, ValidationErrors fields)
    {
        var name = text?.Trim() ?? "";
        _ = fields.Require(text is not null, "name", "Is required.") && fields.RequireName(name, "name", MaxName);
        return name;
    }

    /// <summary>Any text, possibly on several lines. A blank one counts as none.</summary>
    public static string Description(string? text, ValidationErrors fields)
    {
        var description = text?.Trim() ?? "";
        _ = fields.RequireText(description, "description", 0, MaxDescription)
            && fields.Require(!description.AsSpan().ContainsAny(Overrides), "description", "Must not contain directional overrides.");
        return description;
    }

    /// <summary>Of a new topic. A direct conversation is opened by its people, not created here.</summary>
    public static Access Access(string? text, ValidationErrors fields)
    {
        fields.Require(text is null or TopicView.Public or TopicView.Private, "access", "Must be public or private.");
        return text == TopicView.Private ? Grains.Topics.Members.Access.Private : Grains.Topics.Members.Access.Public;
    }
}
