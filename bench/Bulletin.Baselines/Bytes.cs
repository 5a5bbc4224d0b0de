namespace Bulletin.Baselines;

/// <summary>Serves the same bytes to everybody from memory, as many as requested.</summary>
internal static class Bytes
{
    public static void Map(WebApplication app)
    {
        var all = new byte[64 * 1024];
        Array.Fill(all, (byte)'x');
        app.MapGet("/bytes/{count:int:max(65536)}", async (HttpContext context, int count) =>
        {
            var bytes = all.AsMemory(0, count);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });
    }
}
