using Bulletin.Grains.Accounts;
using Bulletin.Grains.Accounts.Passwords;

namespace Bulletin.Grains.Tests.Accounts;

public sealed class FairSlotsTests
{
    private readonly FairSlots slots = new(slots: 1, capacity: 8, perSource: 2, patience: TimeSpan.FromMinutes(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sources_that_fill_the_queue_together_keep_nobody_else_out()
    {
        Assert.True(await slots.Enter("running", Cancel));
        Task<bool>[] flood = [.. "aabbccdd".Select(source => slots.Enter(source.ToString(), Cancel))];

        var ada = slots.Enter("ada", Cancel);

        Assert.False(ada.IsCompleted);
        Assert.False(await await Task.WhenAny(flood));
        Assert.Equal(1, flood.Count(one => one.IsCompleted));
        for (var i = 0; i < 5; i++) slots.Leave();
        Assert.True(await ada);
    }

    [Fact]
    public async Task Who_comes_and_goes_gains_no_turns_by_it()
    {
        Assert.True(await slots.Enter("running", Cancel));
        for (var i = 0; i < 3; i++)
        {
            using CancellationTokenSource gone = new();
            var left = slots.Enter("restless", gone.Token);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }
        Task<bool>[] restless = [slots.Enter("restless", Cancel), slots.Enter("restless", Cancel)];
        var ada = slots.Enter("ada", Cancel);

        slots.Leave();
        slots.Leave();

        Assert.True(await ada);
        Assert.False(restless[1].IsCompleted);
    }

    [Fact]
    public async Task A_slot_is_free_again_after_all_who_waited_have_gone()
    {
        Assert.True(await slots.Enter("running", Cancel));
        using CancellationTokenSource gone = new();
        var left = slots.Enter("ada", gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        slots.Leave();

        Assert.True(slots.Enter("lin", Cancel).IsCompleted);
    }
}
