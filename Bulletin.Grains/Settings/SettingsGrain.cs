using Bulletin.Grains.Audit;
using Orleans.Concurrency;

namespace Bulletin.Grains.Settings;

[StatelessWorker]
internal sealed class SettingsGrain(ISettingsStore store, SiteSettingsFeed feed, TimeProvider clock) : Grain, ISettingsGrain
{
    /// <summary>How often a change is decided anew when somebody else was faster.</summary>
    private const int Attempts = 5;

    public async Task<SiteSettings> Get(CancellationToken cancellationToken) => await feed.Read(cancellationToken);

    public async Task<SiteSettings> Read(CancellationToken cancellationToken) => await store.Read(cancellationToken);

    public async Task<Outcome<SiteSettings>> Change(ChangeSettings command, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.Read(cancellationToken);
            var after = command.Apply(before);
            var isSame = after with { Version = before.Version } == before;
            if (!isSame && !await store.Write(after, Act(command, before, after), cancellationToken)) continue;

            var latest = isSame ? before : after;
            feed.Set(latest);
            return latest;
        }
        return Refusal.Conflict;
    }

    private AuditEntry Act(ChangeSettings command, SiteSettings before, SiteSettings after)
    {
        var changed = new ChangedFields()
            .Compare("name", before.Name, after.Name)
            .Compare("registration", before.Registration, after.Registration)
            .Compare("keepsHistory", before.KeepsHistory, after.KeepsHistory)
            .Compare("retentionDays", before.RetentionDays, after.RetentionDays)
            .Compare("removedTopicDays", before.RemovedTopicDays, after.RemovedTopicDays);
        return AuditEntry.Of(command.ActorId, command.Origin, AuditActions.SettingsChanged, AuditTarget.Settings, changed.Before, changed.After, clock.GetUtcNow());
    }
}
