// Five stones on a still lake at dawn.
#include "studio.inc"
Lens(<0.2, 1.5, -9>, <1.05, 1.45, 0>, 34, <0, 1, -0.6>, 0.14)
sky_sphere { pigment { gradient y color_map {
  [0 Hex(255, 205, 160)] [0.06 Hex(250, 200, 175)] [0.16 Hex(214, 190, 196)] [0.4 Hex(138, 166, 196)] [1 Hex(70, 110, 160)] } } }
light_source { <60, 22, 40> color rgb <1.5, 1.05, 0.75> * 1.1 area_light x * 8, y * 8, 4, 4 adaptive 1 jitter }
light_source { <-20, 30, -30> color rgb <0.6, 0.62, 0.7> shadowless }
fog { fog_type 2 distance 95 color Hex(240, 206, 186) fog_offset 0.1 fog_alt 1.4 }
plane { y, 0 pigment { Hex(24, 44, 58) } interior { ior 1.33 }
  finish { diffuse 0.2 reflection { 0.25, 0.95 fresnel } conserve_energy }
  normal { average normal_map { [1 bumps 0.05 scale <2.4, 1, 0.5>] [1 ripples 0.045 frequency 2.2 scale 1.3 phase 0.2] } } }
#macro Hill(At, Wide, High, Tint) isosurface { #local Grain = At.z;
  function { y - High * (0.62 * exp(-pow(x / Wide, 2)) + 0.38 * f_noise3d(x * 2.1 / Wide + Grain, 0, 3)) * exp(-pow(x / Wide / 1.5, 4)) }
  contained_by { box { <-2 * Wide, -0.1, -0.3>, <2 * Wide, High * 1.2, 0.3> } } max_gradient 3 translate At pigment { Tint } } #end
Hill(<-9, 0, 34>, 12, 4.6, Hex(92, 104, 128))
Hill(<16, 0, 40>, 15, 6.2, Hex(122, 128, 148))
Hill(<2, 0, 54>, 26, 7.8, Hex(150, 150, 166))
#macro Stone(At, Size, Tint, Turn) sphere { 0, 1 scale Size
  pigment { granite scale 0.4 color_map { [0 Tint * 0.75] [0.5 Tint] [0.85 Tint * 1.15] [1 Tint * 1.5] } }
  normal { average normal_map { [1 bumps 0.35 scale 0.22] [1 granite 0.12 scale 0.3] } }
  finish { diffuse 0.75 specular 0.12 roughness 0.06 } rotate Turn translate At } #end
Stone(<0, 0.26, 0>, <1.5, 0.44, 1.15>, Hex(98, 96, 98), <0, 20, 2>)
Stone(<0.05, 0.92, 0>, <1.08, 0.31, 0.9>, Hex(132, 122, 114), <0, -30, -3>)
Stone(<-0.06, 1.44, 0>, <0.8, 0.25, 0.68>, Hex(84, 88, 96), <0, 40, 4>)
Stone(<0.04, 1.88, 0>, <0.54, 0.21, 0.48>, Hex(156, 142, 128), <0, 0, -5>)
Stone(<0, 2.24, 0>, <0.32, 0.17, 0.3>, Hex(104, 104, 110), <0, 0, 3>)
Stone(<2.9, 0.02, 1.6>, <0.75, 0.2, 0.5>, Hex(96, 94, 98), <0, 10, 0>)
Stone(<-2.6, 0, -1.2>, <0.4, 0.12, 0.3>, Hex(110, 106, 104), <0, 60, 0>)
Stone(<3.9, 0, 0.6>, <0.34, 0.1, 0.28>, Hex(120, 112, 106), <0, 30, 0>)
