using System.Security.Claims;
using System.Text.Json;
using Bulletin.Api.Auth;
using Bulletin.Grains.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bulletin.Api.Tests;

/// <summary>Requests of people who have signed in.</summary>
internal static class Callers
{
    public static HttpContext RequestOf(Actor actor)
    {
        var payload = JsonSerializer.Serialize(new { sub = actor.User.Id, sid = Guid.CreateVersion7(), name = actor.User.Username });
        var caller = Caller.From(new JsonWebToken("""{"alg":"none"}""", payload), new ClaimsIdentity())!;
        caller.Latest = actor;
        return new DefaultHttpContext { User = caller.Principal };
    }
}
