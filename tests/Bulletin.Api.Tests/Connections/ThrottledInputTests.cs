using System.IO.Pipelines;
using Bulletin.Api.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

public sealed class ThrottledInputTests
{
    private readonly Pipe pipe = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_within_the_limit_is_read_at_once_and_what_is_beyond_it_waits()
    {
        ThrottledInput input = new(pipe.Reader, new("hub-kilobytes", new() { PerSecond = 1, Burst = 4 }, clock), "ada");
        Assert.Equal(3 * 1024, await Read(input, 3));

        await pipe.Writer.WriteAsync(new byte[3 * 1024], Cancelled);
        var inTime = input.ReadAsync(Cancelled).AsTask();
        Assert.True(inTime.IsCompleted);
        input.AdvanceTo((await inTime).Buffer.End);

        await pipe.Writer.WriteAsync(new byte[1], Cancelled);
        var late = input.ReadAsync(Cancelled).AsTask();
        Assert.False(late.IsCompleted);
        await late;
    }

    private async Task<long> Read(ThrottledInput input, int kilobytes)
    {
        await pipe.Writer.WriteAsync(new byte[kilobytes * 1024], Cancelled);
        var read = await input.ReadAsync(Cancelled);
        input.AdvanceTo(read.Buffer.End);
        return read.Buffer.Length;
    }
}
