using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Live;

/// <summary>What each call of the hub has to pass, as each request over HTTP has: its session must not have ended, and its user must not call too often.</summary>
internal sealed class HubGate(AllLimits limits, ISessionWatch sessions, ICallers callers) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var principal = invocationContext.Context.User!;
        if (!await sessions.IsLive(principal, invocationContext.Context.ConnectionAborted))
        {
            invocationContext.Context.Abort();
            throw new ProblemException(Problems.Unauthorized());
        }
        limits.HubCalls.Spend(callers.Of(principal).User.Id);
        return await next(invocationContext);
    }
}
