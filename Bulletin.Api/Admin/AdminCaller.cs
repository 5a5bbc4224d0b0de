using Bulletin.Api.Auth;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Admin;

/// <summary>Who calls the admin API.</summary>
internal static class AdminCaller
{
    /// <summary>The actor, who acts by their office and not as a member of a topic.</summary>
    public static Actor Of(HttpContext context)
    {
        var actor = Caller.ActorOf(context);
        return actor with { Origin = actor.Origin! with { IsAdminApi = true } };
    }
}
