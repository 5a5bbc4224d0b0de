using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>What each group of operations is about, in the order in which the API reference shows them.</summary>
internal static class ApiTags
{
    private static readonly (string Name, string Description)[] All =
    [
        ("Site", "What everybody may know of the site."),
        ("Sign-in", "Sessions and their tokens."),
        ("Users", "Accounts: your own, and people as others see them."),
        ("Topics", "Topics and their pinned messages."),
        ("Messages", "Posts, edits, deletions, reactions and reports. Everything that has changed since a revision."),
        ("Members", "Who may see a private topic, and direct conversations."),
        ("Invitations", "Links that bring people into a private topic."),
        ("Personal", "What only you see: read positions, drafts, notifications, followed and pinned topics."),
        ("Search", "Messages by their words."),
        ("Administration", "For admins of the site, and in part for moderators."),
        ("Operations", "Health checks for load balancers and monitoring."),
    ];

    /// <summary>The tags that are in use. One without a description comes last.</summary>
    public static ISet<OpenApiTag> Describe(IEnumerable<string> used)
    {
        var names = used.ToHashSet();
        var described = All.Where(tag => names.Remove(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToList();
        return new HashSet<OpenApiTag>([.. described, .. names.Select(name => new OpenApiTag { Name = name })]);
    }
}
