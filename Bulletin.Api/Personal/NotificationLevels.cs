using Bulletin.Api.Http;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>Notification levels as clients see them.</summary>
internal static class NotificationLevels
{
    public const string DefaultText = "default", MutedText = "muted", MentionsText = "mentions", AllText = "all";

    public static string Text(NotificationLevel level) => level switch
    {
        NotificationLevel.Muted => MutedText,
        NotificationLevel.Mentions => MentionsText,
        NotificationLevel.All => AllText,
        _ => DefaultText,
    };

    public static NotificationLevel Read(string? text, ValidationErrors fields)
    {
        fields.Require(text is DefaultText or MutedText or MentionsText or AllText, "level", "Must be all, mentions, muted or default.");
        return text switch
        {
            MutedText => NotificationLevel.Muted,
            MentionsText => NotificationLevel.Mentions,
            AllText => NotificationLevel.All,
            _ => NotificationLevel.Default,
        };
    }
}
