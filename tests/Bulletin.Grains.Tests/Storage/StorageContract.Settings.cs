using Bulletin.Grains.Audit;
using Bulletin.Grains.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private ISettingsStore Settings => storage.Services.GetRequiredService<ISettingsStore>();

    [Fact]
    public async Task Settings_are_stored_with_their_audit_entry()
    {
        var before = await Settings.Read(Cancel);
        SiteSettings next = new(before.Version + 1, "Tea room 🍵", Registration.Invite, KeepsHistory: false, RetentionDays: 90, RemovedTopicDays: 0);
        var entry = SettingsEntry();

        Assert.True(await Settings.Write(next, entry, Cancel));
        Assert.Equal(next, await Settings.Read(Cancel));
        Assert.Contains(entry, await WrittenAudit.Of(Sql, Guid.Empty));

        var forEver = next with { Version = next.Version + 1, RetentionDays = null };
        Assert.True(await Settings.Write(forEver, SettingsEntry(), Cancel));
        Assert.Equal(forEver, await Settings.Read(Cancel));
    }

    [Fact]
    public async Task Of_many_who_change_the_settings_at_once_one_does()
    {
        var before = await Settings.Read(Cancel);
        var entries = Enumerable.Range(0, 8).Select(_ => SettingsEntry()).ToArray();

        var written = await Task.WhenAll(entries.Select((entry, n) =>
            Task.Run(() => Settings.Write(before with { Version = before.Version + 1, Name = $"Name {n}" }, entry, Cancel), Cancel)));

        Assert.Single(written, done => done);
        var winner = Array.IndexOf(written, true);
        Assert.Equal(before with { Version = before.Version + 1, Name = $"Name {winner}" }, await Settings.Read(Cancel));
        Assert.Equal([entries[winner]], (await WrittenAudit.Of(Sql, Guid.Empty)).Intersect(entries));
    }

    private static AuditEntry SettingsEntry() => WrittenAudit.Entry(AuditTarget.Settings, AuditActions.SettingsChanged);
}
