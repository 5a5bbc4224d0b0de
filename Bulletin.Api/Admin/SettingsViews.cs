using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Site;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Settings;

namespace Bulletin.Api.Admin;

/// <summary>The settings of the site.</summary>
/// <param name="Name">The name that the web client shows.</param>
/// <param name="Registration"><c>open</c>: anybody may sign up; <c>invite</c>: whoever has an invitation to a private topic; <c>closed</c>: nobody.</param>
/// <param name="KeepsHistory">Whether earlier texts of edited messages are kept.</param>
/// <param name="RetentionDays">After how many days messages are deleted, in topics without a setting of their own. Null: never.</param>
/// <param name="RemovedTopicDays">For how many days a removed topic can be restored. 0: its messages are deleted at once.</param>
/// <param name="Version">Grows with every change.</param>
public sealed record SettingsView(string Name, [property: NamesOf(typeof(Registrations))] string Registration, bool KeepsHistory, int? RetentionDays, int RemovedTopicDays, long Version)
{
    public static SettingsView Of(SiteSettings settings) => new(
        settings.Name, Registrations.Text(settings.Registration), settings.KeepsHistory, settings.RetentionDays, settings.RemovedTopicDays, settings.Version);
}

/// <summary>Missing fields stay unchanged.</summary>
/// <param name="Name">1–64 characters on one line.</param>
/// <param name="Registration"><c>open</c>, <c>invite</c> or <c>closed</c>.</param>
/// <param name="KeepsHistory">Whether earlier texts of edited messages are kept.</param>
/// <param name="RemovedTopicDays">0–365.</param>
public sealed record ChangeSettingsRequest(
    [property: Length(1, ChangeSettingsRequest.MaxName)] string? Name = null,
    [property: NamesOf(typeof(Registrations))] string? Registration = null,
    bool? KeepsHistory = null,
    [property: Range(0, ChangeSettingsRequest.MaxRemovedDays)] int? RemovedTopicDays = null)
{
    internal const int MaxName = 64;
    internal const int MaxRemovedDays = 365;
    private const int MaxRetentionDays = 36_500;

    /// <summary>For a grain, which knows null as unchanged.</summary>
    private const int ForEver = 0;

    /// <summary>1–36,500. Null keeps messages for ever.</summary>
    [Range(1, MaxRetentionDays)]
    public int? RetentionDays
    {
        get;
        // Only called if the field is there: that tells null from nothing.
        init
        {
            field = value;
            RetentionIsGiven = true;
        }
    }

    internal bool RetentionIsGiven { get; private init; }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public ChangeSettings ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        var name = Name?.Trim();
        if (name is not null) fields.RequireName(name, "name", MaxName);
        var registration = AdminQuery.OneOf(Registration, "registration", fields,
            (Registrations.Open, Grains.Settings.Registration.Open), (Registrations.Invite, Grains.Settings.Registration.Invite), (Registrations.Closed, Grains.Settings.Registration.Closed));
        fields.Require(RetentionDays is null or (>= 1 and <= MaxRetentionDays), "retentionDays", "Must be between 1 and 36500, or null.");
        fields.Require(RemovedTopicDays is null or (>= 0 and <= MaxRemovedDays), "removedTopicDays", "Must be between 0 and 365.");
        fields.ThrowIfAny();
        return new(actor.User.Id, actor.Origin, name, registration, KeepsHistory, RetentionIsGiven ? RetentionDays ?? ForEver : null, RemovedTopicDays);
    }
}
