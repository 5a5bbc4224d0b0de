using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Accounts;

/// <summary>The caller, as authenticated by the gateway.</summary>
/// <param name="IsModerator">Whether they are a moderator or an admin.</param>
/// <param name="Origin">Where the call comes from. The gateway sets it for moderators and admins, whose acts are audited.</param>
[GenerateSerializer, Immutable, Alias("bulletin.actor")]
public sealed record Actor(
    [property: Id(0)] User User,
    [property: Id(1)] bool IsModerator,
    [property: Id(2)] bool IsAdmin = false,
    [property: Id(3)] Origin? Origin = null)
{
    /// <summary>Whether they act through the admin API, where the rules of topics don't apply. Anywhere else, an admin is a moderator.</summary>
    public bool ActsAsAdmin => IsAdmin && Origin is { IsAdminApi: true };

    public SiteRole Role => IsAdmin ? SiteRole.Admin : IsModerator ? SiteRole.Moderator : SiteRole.Member;

    /// <summary>What they did, for the audit log.</summary>
    /// <param name="before">Serialised to JSON.</param>
    /// <param name="after">Serialised to JSON.</param>
    internal AuditEntry Did(string action, AuditTarget target, object? before, object? after, DateTimeOffset at) =>
        AuditEntry.Of(User.Id, Origin, action, target, before, after, at);

    internal static Actor Of(StoredAccount account) => new(account.User, account.Role >= SiteRole.Moderator, account.Role == SiteRole.Admin);
}

/// <summary>What somebody may do on the whole site. The numbers are stored.</summary>
[GenerateSerializer, Alias("bulletin.site-role")]
public enum SiteRole
{
    Member = 0,
    /// <summary>Changes and removes public topics, deletes messages in them, and handles reports.</summary>
    Moderator = 1,
    /// <summary>As a moderator; and everything that the admin API offers.</summary>
    Admin = 2,
}
