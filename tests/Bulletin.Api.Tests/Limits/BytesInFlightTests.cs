using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests.Limits;

public sealed class BytesInFlightTests
{
    private const int Page = 256 * 1024;
    private static readonly Receiver Ada = Somebody(), Bob = Somebody();

    private readonly BytesInFlight bytes = new(Options.Create(new LimitOptions { InFlightBytesPerUser = 1024 * 1024, InFlightBytes = 2 * 1024 * 1024 }));

    /// <param name="address">Null for a unique one.</param>
    private static Receiver Somebody(string? address = null) => new(Guid.CreateVersion7(), address ?? Guid.CreateVersion7().ToString());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_user_can_take_no_more_than_their_share_and_others_still_get_theirs()
    {
        for (var i = 0; i < 3; i++) Assert.NotNull(await bytes.Reserve(Ada, Page, Cancelled));

        Assert.False(bytes.TryTake(Ada, Page));
        Assert.NotNull(await bytes.Reserve(Bob, Page, Cancelled));
    }

    [Fact]
    public void All_users_together_can_take_no_more_than_the_gateway_has()
    {
        Assert.All(Enumerable.Range(0, 8), _ => Assert.True(bytes.TryTake(Somebody(), Page)));

        Assert.False(bytes.TryTake(Somebody(), Page));
        Assert.Equal(8 * Page, bytes.Total);
    }

    [Fact]
    public void However_many_take_all_they_can_there_is_room_for_whoever_comes_next()
    {
        foreach (var hostile in Enumerable.Range(0, 3).Select(_ => Somebody()))
            while (bytes.TryTake(hostile, 40_000)) { }

        Assert.True(bytes.TryTake(Ada, Page));
    }

    [Fact]
    public void However_many_accounts_one_address_has_half_of_the_room_is_for_others()
    {
        Assert.All(Enumerable.Range(0, 4), _ => Assert.True(bytes.TryTake(Somebody("one"), Page)));

        Assert.False(bytes.TryTake(Somebody("one"), Page));
        Assert.All(Enumerable.Range(0, 4), _ => Assert.True(bytes.TryTake(Somebody(), Page)));
    }

    [Fact]
    public async Task An_answer_waits_until_another_has_been_read()
    {
        var first = await bytes.Reserve(Ada, 1024 * 1024, Cancelled);
        var second = bytes.Reserve(Ada, Page, Cancelled).AsTask();
        Assert.False(second.IsCompleted);

        first!.Dispose();
        first.Dispose();

        using var room = await second;
        Assert.Equal(Page, bytes.Total);
    }

    [Fact]
    public async Task An_answer_that_finds_no_room_in_time_is_refused_as_unavailable()
    {
        using var all = await bytes.Reserve(Ada, 1024 * 1024, Cancelled);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => bytes.Reserve(Ada, Page, Cancelled).AsTask());

        Assert.Equal(503, refused.Problem.Status);
        Assert.NotNull(refused.Problem.RetryAfter);
    }

    [Fact]
    public async Task Only_so_much_waits_for_room_as_it_is_held_in_memory_meanwhile()
    {
        using var all = await bytes.Reserve(Ada, 1024 * 1024, Cancelled);
        var waiting = new[] { bytes.Reserve(Ada, Page, Cancelled).AsTask(), bytes.Reserve(Ada, Page, Cancelled).AsTask() };

        var refused = bytes.Reserve(Ada, Page, Cancelled).AsTask();

        Assert.True(refused.IsFaulted);
        Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => refused)).Problem.Status);
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_room()
    {
        var all = await bytes.Reserve(Ada, 1024 * 1024, Cancelled);
        using CancellationTokenSource gone = new();
        var waiting = bytes.Reserve(Ada, Page, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        all!.Dispose();

        Assert.Equal(0, bytes.Total);
    }

    [Fact]
    public async Task A_small_answer_needs_no_room()
    {
        using var all = await bytes.Reserve(Ada, 1024 * 1024, Cancelled);

        Assert.Null(await bytes.Reserve(Ada, BytesInFlight.Small, Cancelled));
    }
}
