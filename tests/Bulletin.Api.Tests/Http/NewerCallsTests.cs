using Bulletin.Api.Http;
using Bulletin.Grains;

namespace Bulletin.Api.Tests.Http;

public sealed class NewerCallsTests
{
    private int asked;

    [Fact]
    public async Task What_is_answered_is_not_asked_of_the_older_call()
    {
        Assert.Equal("new", await Task.FromResult("new").OrOlder(Older, Cancel));

        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_silo_that_does_not_know_the_call_is_asked_as_before() =>
        Assert.Equal("old", await Task.FromException<string>(new InvalidOperationException("No such method.")).OrOlder(Older, Cancel));

    [Fact]
    public async Task Storage_that_is_away_and_a_silo_that_is_gone_are_not_asked_as_before()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Task.FromException<string>(new StorageUnavailableException("Away.")).OrOlder(Older, Cancel));
        await Assert.ThrowsAsync<TimeoutException>(() => Task.FromException<string>(new TimeoutException()).OrOlder(Older, Cancel));

        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task What_fails_in_the_older_call_too_fails() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Task.FromException<string>(new InvalidOperationException()).OrOlder(() => throw new NotSupportedException(), Cancel));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<string> Older()
    {
        asked++;
        return Task.FromResult("old");
    }
}
