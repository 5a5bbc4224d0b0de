using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Settings;

/// <summary>The settings of the site that admins change while it runs.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Name">The name that the web client shows.</param>
/// <param name="KeepsHistory">Whether earlier texts of edited messages are kept.</param>
/// <param name="RetentionDays">After how many days messages are deleted, in topics without a setting of their own. Null: never.</param>
/// <param name="RemovedTopicDays">For how many days a removed topic can be restored. 0: its messages are deleted at once.</param>
[GenerateSerializer, Immutable, Alias("bulletin.site-settings")]
public sealed record SiteSettings(
    [property: Id(0)] long Version,
    [property: Id(1)] string Name,
    [property: Id(2)] Registration Registration,
    [property: Id(3)] bool KeepsHistory,
    [property: Id(4)] int? RetentionDays,
    [property: Id(5)] int RemovedTopicDays)
{
    /// <summary>Of a site whose admins have changed nothing.</summary>
    public static readonly SiteSettings Default = new(Version: 0, "Bulletin", Registration.Open, KeepsHistory: true, RetentionDays: null, RemovedTopicDays: 7);
}

/// <summary>Who may sign up. The numbers are stored.</summary>
[GenerateSerializer, Alias("bulletin.registration")]
public enum Registration
{
    Open = 0,
    /// <summary>Whoever has a usable invitation to a private topic.</summary>
    Invite = 1,
    /// <summary>Nobody: admins create accounts.</summary>
    Closed = 2,
}

/// <summary>Null fields stay unchanged.</summary>
/// <param name="ActorId">An admin.</param>
/// <param name="RetentionDays">0 removes the limit.</param>
[GenerateSerializer, Immutable, Alias("bulletin.change-settings")]
public sealed record ChangeSettings(
    [property: Id(0)] Guid ActorId,
    [property: Id(6)] Origin? Origin,
    [property: Id(1)] string? Name = null,
    [property: Id(2)] Registration? Registration = null,
    [property: Id(3)] bool? KeepsHistory = null,
    [property: Id(4)] int? RetentionDays = null,
    [property: Id(5)] int? RemovedTopicDays = null)
{
    internal SiteSettings Apply(SiteSettings settings) => settings with
    {
        Version = settings.Version + 1,
        Name = Name ?? settings.Name,
        Registration = Registration ?? settings.Registration,
        KeepsHistory = KeepsHistory ?? settings.KeepsHistory,
        RetentionDays = RetentionDays switch { null => settings.RetentionDays, 0 => null, var days => days },
        RemovedTopicDays = RemovedTopicDays ?? settings.RemovedTopicDays,
    };
}
