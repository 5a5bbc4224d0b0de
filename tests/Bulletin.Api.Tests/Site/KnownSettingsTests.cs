using Bulletin.Api.Http;
using Bulletin.Api.Site;
using Bulletin.Grains;
using Bulletin.Grains.Settings;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Site;

public sealed class KnownSettingsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly StubSettings stored = new();
    private readonly KnownSettings known;

    public KnownSettingsTests() => known = new(OneGrainFactory.Of(stored), clock);

    [Fact]
    public async Task A_change_is_seen_after_two_seconds_and_asked_for_no_earlier()
    {
        Assert.Equal("Bulletin", await Name());

        stored.Settings = stored.Settings with { Name = "Tea" };
        Assert.Equal("Bulletin", await Name());
        clock.Advance(KnownSettings.Freshness);

        Assert.Equal("Tea", await Name());
        Assert.Equal(2, stored.Calls);
    }

    [Fact]
    public async Task In_an_outage_the_last_known_settings_stand()
    {
        Assert.Equal("Bulletin", await Name());

        stored.IsAway = true;
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Bulletin", await Name());

        (stored.IsAway, stored.Settings) = (false, stored.Settings with { Name = "Tea" });
        clock.Advance(KnownSettings.Freshness);
        Assert.Equal("Tea", await Name());
    }

    [Fact]
    public async Task What_was_never_known_is_unavailable_in_an_outage()
    {
        stored.IsAway = true;

        Assert.Equal("unavailable", (await Assert.ThrowsAsync<ProblemException>(Name)).Problem.Code);
    }

    [Fact]
    public async Task A_change_made_here_is_seen_at_once()
    {
        await Name();

        known.Saw(stored.Settings with { Name = "Tea" });

        Assert.Equal("Tea", await Name());
    }

    [Fact]
    public async Task A_silo_that_has_not_heard_of_a_change_does_not_undo_it()
    {
        await Name();
        known.Saw(stored.Stored = stored.Settings with { Name = "Tea", Version = 1 });
        clock.Advance(KnownSettings.Freshness);

        Assert.Equal("Tea", await Name());
    }

    [Fact]
    public async Task Settings_from_a_backup_are_taken_although_they_are_older()
    {
        known.Saw(stored.Settings with { Name = "Tea", Version = 1 });
        clock.Advance(KnownSettings.Freshness);

        Assert.Equal("Bulletin", await Name());
    }

    private async Task<string> Name() => (await known.Read(TestContext.Current.CancellationToken)).Name;

    private sealed class StubSettings : ISettingsGrain
    {
        public SiteSettings Settings { get; set; } = SiteSettings.Default;

        /// <summary>What storage has, if the silo has not heard of it.</summary>
        public SiteSettings? Stored { get; set; }

        public bool IsAway { get; set; }

        public int Calls { get; private set; }

        public Task<SiteSettings> Get(CancellationToken cancellationToken)
        {
            Calls++;
            return IsAway ? Task.FromException<SiteSettings>(new StorageUnavailableException("Nobody is there.")) : Task.FromResult(Settings);
        }

        public Task<SiteSettings> Read(CancellationToken cancellationToken) => Task.FromResult(Stored ?? Settings);

        public Task<Outcome<SiteSettings>> Change(ChangeSettings command, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
