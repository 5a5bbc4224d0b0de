using System.Net.Http.Headers;
using Bulletin.Api.Auth;
using Bulletin.Grains.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Auth;

/// <summary>A gateway that only authenticates, with endpoints that say what it made of a request.</summary>
internal sealed class AuthHost : IAsyncDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("bulletin-auth-").FullName;
    private readonly WebApplication app;
    private readonly HttpClient client = new();

    private AuthHost(IGrainFactory grains)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(grains).AddSingleton<TimeProvider>(Clock).AddBulletinAuth(folder);
        app = builder.Build();
        app.UseKnownCallers();
        app.UseBulletinAuth();
        app.MapGet("/me", (HttpContext context) => Caller.Of(context.User)!.LimitKey);
        app.MapGet("/open", (HttpContext context) => Caller.Of(context.User)?.LimitKey ?? "a stranger").AllowAnonymous();
        app.MapGet("/owners", () => "an owner").RequireAuthorization(policy => policy.RequireClaim("owner"));
        app.MapGet("/hubs/end", (HttpContext context) => $"{context.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult!.Properties!.ExpiresUtc:O}")
            .WithMetadata(new HubMetadata(typeof(Hub)));
    }

    public FakeTimeProvider Clock { get; } = new();

    public static async Task<AuthHost> Start(IGrainFactory grains)
    {
        AuthHost host = new(grains);
        await host.app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public string TokenFor(User user, Guid sessionId) => app.Services.GetRequiredService<AccessTokens>().Issue(user, sessionId);

    public Task<HttpResponseMessage> Get(string path, string? token = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, app.Urls.Single() + path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
