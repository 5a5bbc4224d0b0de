using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Baselines;

/// <summary>A bare SignalR hub with one group. Each post broadcasts the same event to the whole group.</summary>
internal static class Broadcast
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR();
        return app =>
        {
            app.MapHub<BareHub>("/hub");
            app.MapPost("/messages", async (HttpContext context, IHubContext<BareHub> hub) =>
            {
                using StreamReader reader = new(context.Request.Body);
                await hub.Clients.Group("all").SendAsync("MessagePosted", await reader.ReadToEndAsync());
                return Results.StatusCode(StatusCodes.Status201Created);
            });
        };
    }

    internal sealed class BareHub : Hub
    {
        public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, "all");
    }
}
