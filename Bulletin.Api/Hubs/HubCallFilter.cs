using Bulletin.Api.Auth;
using Bulletin.Api.Connections;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Hubs;

/// <summary>Checks each hub call as each HTTP request is checked: its session must be live, and its user within the rate limit.</summary>
internal sealed class HubCallFilter(LiveConnections connections, AllLimits limits, SessionCache sessions, HeldRefusals held) : IHubFilter
{
    /// <summary>A client refused this often in a row ignores refusals. Refusing further calls would cost too much, so it is disconnected.</summary>
    private const int MaxRefusals = 20;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var principal = invocationContext.Context.User!;
        if (!await sessions.IsLive(principal, invocationContext.Context.ConnectionAborted))
        {
            invocationContext.Context.Abort();
            throw new ProblemException(Problems.Unauthorized());
        }
        var answer = limits.HubCalls.Acquire(Caller.ActorOf(principal).User.Id.ToString());
        if (connections.Find(invocationContext.Context.ConnectionId).CountRefused(answer.RetryAfter is not null) >= MaxRefusals) invocationContext.Context.Abort();
        if (answer.RetryAfter is not null) await DelayedRefusal.Throw(answer, invocationContext.Context.ConnectionAborted);
        var began = held.Begin();
        try
        {
            return await next(invocationContext);
        }
        catch (ProblemException refused) when (HeldRefusals.AreHeld(refused))
        {
            await held.Hold(began, invocationContext.Context.ConnectionAborted);
            throw;
        }
    }
}
