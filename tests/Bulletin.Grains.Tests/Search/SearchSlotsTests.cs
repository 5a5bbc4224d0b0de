using Bulletin.Grains.Search;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Search;

public sealed class SearchSlotsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SearchSlots _slots;

    public SearchSlotsTests() => _slots = new(_clock);

    public void Dispose() => _slots.Dispose();

    [Fact]
    public async Task Four_searches_run_at_once_and_the_next_waits_for_one_to_end()
    {
        var running = await Start(4);
        var next = Begin(Guid.CreateVersion7());
        Assert.False(next.Started.IsCompleted);

        running[0].End();
        await next.Started;
    }

    [Fact]
    public async Task A_search_that_gets_no_slot_within_a_second_is_refused()
    {
        await Start(4);
        var next = Begin(Guid.CreateVersion7());

        _clock.Advance(SearchSlots.Patience);

        await Assert.ThrowsAsync<SearchBusyException>(() => next.Result);
    }

    [Fact]
    public async Task A_person_runs_one_search_at_a_time_and_leaves_the_other_slots_to_others()
    {
        var ada = Guid.CreateVersion7();
        var first = Begin(ada);
        await first.Started;
        var second = Begin(ada);
        await Start(3);
        Assert.False(second.Started.IsCompleted);

        first.End();
        await second.Started;
    }

    [Fact]
    public async Task Who_waits_for_their_turn_too_long_is_refused()
    {
        var ada = Guid.CreateVersion7();
        await Begin(ada).Started;
        var second = Begin(ada);

        _clock.Advance(SearchSlots.Patience);

        await Assert.ThrowsAsync<SearchBusyException>(() => second.Result);
    }

    [Fact]
    public async Task A_search_that_takes_two_seconds_is_ended()
    {
        var search = Begin(Guid.CreateVersion7());
        await search.Started;

        _clock.Advance(SearchSlots.Longest);

        await Assert.ThrowsAsync<SearchBusyException>(() => search.Result);
    }

    [Fact]
    public async Task A_search_that_is_given_up_makes_room_for_the_next_of_the_same_person()
    {
        var ada = Guid.CreateVersion7();
        using CancellationTokenSource given = new();
        var first = Running.Begin(_slots, ada, given.Token);
        await first.Started;
        var second = Begin(ada);

        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Result);
        await second.Started;
    }

    [Fact]
    public async Task Searches_that_ended_in_any_way_leave_all_slots_free()
    {
        var ada = Guid.CreateVersion7();
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() =>
                _slots.Run<bool>(ada, _ => throw new StorageUnavailableException("gone"), TestContext.Current.CancellationToken));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _slots.Run(ada, _ => Task.FromResult(true), new(canceled: true)));
        }

        await Start(4);
    }

    private Running Begin(Guid viewer) => Running.Begin(_slots, viewer, TestContext.Current.CancellationToken);

    private async Task<Running[]> Start(int count)
    {
        Running[] all = [.. Enumerable.Range(0, count).Select(_ => Begin(Guid.CreateVersion7()))];
        foreach (var one in all) await one.Started;
        return all;
    }

    /// <summary>A search that runs until it is told to end.</summary>
    private sealed class Running
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously), _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task.WaitAsync(TestContext.Current.CancellationToken);

        public Task<bool> Result { get; private set; } = null!;

        public static Running Begin(SearchSlots slots, Guid viewer, CancellationToken cancellationToken)
        {
            Running search = new();
            search.Result = slots.Run(viewer, async cancelled =>
            {
                search._started.SetResult();
                await search._end.Task.WaitAsync(cancelled);
                return true;
            }, cancellationToken);
            return search;
        }

        public void End() => _end.SetResult();
    }
}
