using System.Diagnostics.Metrics;
using System.Net;
using Bulletin.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Hosting;

public sealed class ConnectionLimitTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider clock = new();
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those that were passed on, admitted or to be answered.</summary>
    private int served;

    private ConnectionLimit Limit(int most, int perAddress = 1_000_000) => new(
        most, new(perAddress, new ForwardedHeadersOptions()), new(services.GetRequiredService<IMeterFactory>(), clock), clock, NullLogger<ConnectionLimit>.Instance);

    private static DefaultConnectionContext Connection(string address = "203.0.113.1") => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };

    private Task UntilTheEnd(ConnectionContext connection)
    {
        served++;
        return end.Task;
    }

    private static RefusedConnection? Refusal(ConnectionContext connection) => connection.Features.Get<RefusedConnection>();

    [Fact]
    public void A_connection_over_the_limit_is_passed_on_as_refused()
    {
        var limit = Limit(most: 1);
        DefaultConnectionContext first = Connection(), second = Connection();

        _ = limit.Admit(first, UntilTheEnd);
        _ = limit.Admit(second, UntilTheEnd);

        Assert.Null(Refusal(first));
        Assert.Same(RefusedConnection.Server, Refusal(second));
    }

    [Fact]
    public void An_address_over_its_share_is_refused_and_others_are_not()
    {
        var limit = Limit(most: 10, perAddress: 1);
        DefaultConnectionContext second = Connection(), other = Connection("203.0.113.2");
        _ = limit.Admit(Connection(), UntilTheEnd);

        _ = limit.Admit(second, UntilTheEnd);
        _ = limit.Admit(other, UntilTheEnd);

        Assert.Same(RefusedConnection.Address, Refusal(second));
        Assert.Null(Refusal(other));
    }

    [Fact]
    public async Task Those_being_refused_take_no_room()
    {
        var limit = Limit(most: 1);
        TaskCompletionSource leave = new();
        var first = limit.Admit(Connection(), _ => leave.Task);
        for (var i = 0; i < 3; i++) _ = limit.Admit(Connection(), UntilTheEnd);

        leave.SetResult();
        await first;

        var next = Connection();
        _ = limit.Admit(next, UntilTheEnd);
        Assert.Null(Refusal(next));
    }

    [Fact]
    public void When_many_are_being_refused_the_next_are_closed_unanswered()
    {
        var limit = Limit(most: 1);
        for (var i = 0; i < 1 + ConnectionRefusals.AtOnce; i++) _ = limit.Admit(Connection(), UntilTheEnd);
        var before = served;

        var last = limit.Admit(Connection(), UntilTheEnd);

        Assert.True(last.IsCompletedSuccessfully);
        Assert.Equal(1 + ConnectionRefusals.AtOnce, before);
        Assert.Equal(before, served);
    }

    [Fact]
    public async Task One_that_is_refused_and_sends_nothing_is_closed_in_time()
    {
        var limit = Limit(most: 1);
        _ = limit.Admit(Connection(), UntilTheEnd);
        var silent = Connection();
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        silent.ConnectionClosed.Register(closed.SetResult);

        var refusing = limit.Admit(silent, _ => closed.Task);
        Assert.False(refusing.IsCompleted);
        clock.Advance(ConnectionRefusals.AnswerWithin);

        await refusing.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_warning_is_due_once_a_minute()
    {
        WarningInterval warnings = new(clock);

        Assert.True(warnings.IsDue());
        Assert.False(warnings.IsDue());
        clock.Advance(WarningInterval.Length);
        Assert.True(warnings.IsDue());
        Assert.False(warnings.IsDue());
    }

    public async ValueTask DisposeAsync()
    {
        end.SetResult();
        await services.DisposeAsync();
    }
}
