using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Personal;

public sealed class ReadPositionsTests : IDisposable
{
    private readonly Saved store = new();
    private readonly ReadPositions positions;
    private readonly Guid userId = Guid.CreateVersion7();

    public ReadPositionsTests() =>
        positions = new(store, TimeProvider.System, NullLogger<ReadPositions>.Instance) { Capacity = 600 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => positions.Dispose();

    [Fact]
    public async Task Of_a_topic_only_the_newest_position_is_written()
    {
        var row = Row(1);
        await Put(row);
        await Put(row with { ReadSeq = 5, Version = 2 });
        await Put(row);

        await positions.Flush(userId, Cancel);

        Assert.Equal(5, Assert.Single(Assert.Single(store.Batches)).Row.ReadSeq);
    }

    [Fact]
    public async Task Positions_of_many_people_are_one_statement()
    {
        for (var n = 0; n < 100; n++) await positions.Put(new(Guid.CreateVersion7(), 1, Row(n)), Cancel);

        await positions.Flush(Cancel);

        Assert.Equal(100, Assert.Single(store.Batches).Count);
    }

    [Fact]
    public async Task What_could_not_be_written_waits_again()
    {
        var row = Row(1);
        await Put(row);
        store.IsDown = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => positions.Flush(userId, Cancel).AsTask());
        store.IsDown = false;

        await positions.Flush(userId, Cancel);

        Assert.Equal(new(userId, 1, row), Assert.Single(Assert.Single(store.Batches)));
    }

    [Fact]
    public async Task Who_comes_when_too_many_wait_waits_until_some_are_written()
    {
        for (var n = 0; n < 600; n++) await Put(Row(n));
        Assert.Empty(store.Batches);

        await Put(Row(600));

        Assert.Equal(500, Assert.Single(store.Batches).Count);
    }

    [Fact]
    public async Task What_waits_is_written_when_the_silo_stops()
    {
        await positions.StartAsync(Cancel);
        await Put(Row(1));

        await positions.StopAsync(Cancel);

        Assert.Single(Assert.Single(store.Batches));
    }

    [Fact]
    public async Task A_position_that_has_moved_past_what_need_not_be_read_replaces_the_one_of_the_same_version()
    {
        var row = Row(1);
        await Put(row with { ReadSeq = 5 });
        await Put(row);

        await positions.Flush(userId, Cancel);

        Assert.Equal(5, Assert.Single(Assert.Single(store.Batches)).Row.ReadSeq);
    }

    [Fact]
    public async Task All_of_fifty_thousand_people_are_written_once()
    {
        using ReadPositions many = new(store, TimeProvider.System, NullLogger<ReadPositions>.Instance);
        for (var n = 0; n < many.Capacity; n++) await many.Put(new(Guid.CreateVersion7(), 1, Row(n)), Cancel);

        await many.Flush(Cancel);

        Assert.Equal((100, many.Capacity), (store.Batches.Count, store.Batches.SelectMany(batch => batch).DistinctBy(position => position.UserId).Count()));
    }

    private ValueTask Put(PersonalRow row) => positions.Put(new(userId, 1, row), Cancel);

    private static PersonalRow Row(long version) =>
        new(Guid.CreateVersion7(), 1, NotificationLevel.Default, Following: true, Draft: null, version);

    private sealed class Saved : IPersonalStore
    {
        public List<IReadOnlyList<ReadPosition>> Batches { get; } = [];

        public bool IsDown { get; set; }

        public Task SavePositions(IReadOnlyList<ReadPosition> positions, CancellationToken cancellationToken)
        {
            if (IsDown) throw new StorageUnavailableException();
            Batches.Add(positions);
            return Task.CompletedTask;
        }

        public Task<long> Claim(Guid userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PersonalRow>> Load(Guid userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> Save(Guid userId, long epoch, IReadOnlyList<PersonalRow> rows, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task Forget(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReadAll(Guid userId, long epoch, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlySet<Guid>> Visible(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> Behind(Guid userId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<UnreadCount>> Count(
            Guid userId, IReadOnlyList<(Guid TopicId, long ReadSeq)> positions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> Topics(
            Guid userId, TopicFilter filter, int limit, DirectoryCursor? after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<long>?> Notify(
            Guid userId, long epoch, IReadOnlyList<(long Id, Delivery Delivery, bool IsRead)> notifications, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Notification>> Notifications(
            Guid userId, bool unreadOnly, int limit, long after, long? before, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> CountUnreadNotifications(Guid userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<Guid, long>> UnreadNotifications(Guid userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReadNotifications(Guid userId, long upTo, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReadNotificationsOf(
            Guid userId, Guid topicId, long upToSeq, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TrimNotifications(Guid userId, int keep, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
